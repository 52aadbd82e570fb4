//! The postmortem draft: the facts of the record in the organisation's template.

use minijinja::Environment;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;

use super::{Failure, Internal, Ops, Request};
use crate::domain::postmortem::postmortem;
use crate::domain::{Incident, IncidentId};
use crate::store::StoreError;

/// The built-in template.
const TEMPLATE: &str = include_str!("postmortem.md.j2");

impl Ops {
    /// Asks for the draft: it is uploaded to the war room.
    pub async fn draft_postmortem(
        &self,
        request: &Request,
        id: IncidentId,
    ) -> Result<Incident, Failure> {
        self.decide(request, id, |incident, asked| {
            Ok(incident.draft_postmortem(&asked.actor.user, asked.now))
        })
        .await
    }

    /// The draft as Markdown.
    pub async fn postmortem_markdown(&self, id: IncidentId) -> Result<String, Failure> {
        let incident = self
            .store()
            .incident(id)
            .await?
            .ok_or_else(|| StoreError::Corrupt {
                what: "incident",
                found: id.to_string(),
            })?;
        let curated = self.timeline(id, false).await?;
        let head = self.timeline_head(id).await?;
        let facts = postmortem(
            &incident,
            &curated,
            &head,
            self.policy(),
            &self.names().await?,
        );
        let template = self.inner.template.as_deref().unwrap_or(TEMPLATE);
        render(template, &facts).map_err(|error| Internal::new(error).into())
    }
}

fn render(
    template: &str,
    facts: &crate::domain::postmortem::Postmortem,
) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()?;
    environment.set_syntax(syntax);
    environment.add_filter("cell", |text: String| {
        text.replace('|', "\\|").replace('\n', "<br>")
    });
    environment.render_str(template, Serde(facts))
}
