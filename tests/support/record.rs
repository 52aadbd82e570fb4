//! What the bot wrote down: the timeline as data, and as a person reads it.

use muster::domain::text::readable;
use muster::domain::timeline::Verifier;
use muster::domain::{Entry, EntryKind, IncidentId};

use super::world::World;

impl World {
    /// The whole timeline of an incident, in the order in which things happened.
    pub(crate) async fn timeline(&self, number: i64) -> Vec<Entry> {
        let ops = self.app().ops();
        ops.timeline(IncidentId(number), true).await.unwrap()
    }

    /// The entries of one kind on the timeline of INC-1, in the order in which things happened.
    pub(crate) async fn entries(&self, kind: EntryKind) -> Vec<Entry> {
        let mut entries = self.timeline(1).await;
        entries.retain(|entry| entry.content.kind == kind);
        entries
    }

    /// The entries of one kind as a person reads them: `author: text`.
    pub(crate) async fn lines(&self, kind: EntryKind) -> Vec<String> {
        self.told(self.entries(kind).await).await
    }

    /// The curated timeline of INC-1 as a person reads it.
    pub(crate) async fn curated(&self) -> Vec<String> {
        let ops = self.app().ops();
        let entries = ops.timeline(IncidentId(1), false).await.unwrap();
        self.told(entries).await
    }

    async fn told(&self, entries: Vec<Entry>) -> Vec<String> {
        let names = self.app().ops().names().await.unwrap();
        let line = |entry: &Entry| {
            let text = readable(&entry.content.text, &names);
            format!("{}: {text}", entry.author(&names))
        };
        entries.iter().map(line).collect()
    }

    /// Checks that every timeline is one unbroken chain.
    pub(crate) async fn verify(&self) {
        let store = self.store();
        for incident in store.incidents(None, false, i64::MAX).await.unwrap() {
            let mut verifier = Verifier::default();
            for entry in store.entries(incident.id, 0, i64::MAX).await.unwrap() {
                verifier.take(&entry).unwrap();
            }
            let head = store.head(incident.id).await.unwrap();
            verifier.finish(head.length, &head.hash).unwrap();
        }
    }
}
