//! Finds the blocks of a surface and the interactive elements of a block, with their pointers.

use serde_json::{Map, Value};

/// A block or an element and where it stands.
#[derive(Clone)]
pub(super) struct Place<'a> {
    /// Its JSON pointer, relative to the list of blocks.
    pub(super) pointer: String,
    /// The block or element.
    pub(super) object: &'a Map<String, Value>,
}

impl<'a> Place<'a> {
    /// A string field of it.
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.object.get(name).and_then(Value::as_str)
    }

    /// Its type.
    pub(super) fn kind(&self) -> &'a str {
        self.text("type").unwrap_or_default()
    }

    /// Whether a field of it is `true`.
    pub(super) fn is(&self, name: &str) -> bool {
        self.object.get(name).and_then(Value::as_bool) == Some(true)
    }

    fn child(&self, name: &str) -> Option<Self> {
        let object = self.object.get(name)?.as_object()?;
        Some(Self {
            pointer: format!("{}/{name}", self.pointer),
            object,
        })
    }

    fn children(&self, name: &str) -> Vec<Self> {
        let list = self.object.get(name).and_then(Value::as_array);
        entries(
            list.map_or(&[], Vec::as_slice),
            &format!("{}/{name}", self.pointer),
        )
    }
}

fn entries<'a>(list: &'a [Value], under: &str) -> Vec<Place<'a>> {
    list.iter()
        .enumerate()
        .filter_map(|(index, entry)| {
            Some(Place {
                pointer: format!("{under}/{index}"),
                object: entry.as_object()?,
            })
        })
        .collect()
}

/// Every block of a list, with those inside carousels and containers.
pub(super) fn blocks(list: &[Value]) -> Vec<Place<'_>> {
    let mut found = Vec::new();
    for block in entries(list, "") {
        let inside = match block.kind() {
            "carousel" => block.children("elements"),
            "container" => block.children("child_blocks"),
            _ => Vec::new(),
        };
        found.push(block);
        found.extend(inside);
    }
    found
}

/// The interactive elements of a block.
pub(super) fn elements<'a>(block: &Place<'a>) -> Vec<Place<'a>> {
    match block.kind() {
        "actions" | "context_actions" => block.children("elements"),
        "card" => block.children("actions"),
        "input" => block.child("element").into_iter().collect(),
        "section" => block
            .child("accessory")
            .filter(|element| element.kind() != "image")
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}
