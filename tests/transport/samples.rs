//! Real payloads, collected from Slack's own repositories (see `index.json` beside them).

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

/// One sample: its file name and its content.
pub(crate) struct Sample {
    pub(crate) file: String,
    pub(crate) content: Value,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/slack-samples")
}

fn read(file: &str) -> Value {
    let text = fs::read_to_string(folder().join(file)).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The content of one sample.
pub(crate) fn sample(file: &str) -> Value {
    read(file)
}

/// All samples that are of one of these kinds and of which there is a file.
pub(crate) fn samples(kinds: &[&str]) -> Vec<Sample> {
    let index = read("index.json");
    let word = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    let samples: Vec<_> = index
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| kinds.is_empty() || kinds.contains(&word(entry, "kind").as_str()))
        .filter(|entry| folder().join(word(entry, "file")).exists())
        .map(|entry| {
            let file = word(entry, "file");
            Sample {
                content: read(&file),
                file,
            }
        })
        .collect();
    assert!(!samples.is_empty(), "no samples of {kinds:?}");
    samples
}
