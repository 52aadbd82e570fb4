//! The house rules that a compiler does not know: who may import whom, how large a file may be,
//! how it begins.

mod files;
mod imports;
mod planted;

use std::path::{Path, PathBuf};

/// The project's root.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder whose name ends so, with their paths from the root and their texts.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut folders = vec![root().join(folder)];
    let mut found: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if endings
                .iter()
                .any(|ending| path.to_string_lossy().ends_with(ending))
            {
                found.push(path);
            }
        }
    }
    found.sort();
    let named = found.into_iter().map(|path| {
        let text = std::fs::read_to_string(&path).unwrap();
        (
            path.strip_prefix(root())
                .unwrap()
                .to_string_lossy()
                .into_owned(),
            text,
        )
    });
    named.collect()
}

/// Fails with all complaints at once.
fn demand_none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn modules_import_only_what_the_map_allows() {
    let complaints: Vec<_> = files("src", &[".rs"])
        .iter()
        .flat_map(|(path, text)| imports::check(path, text))
        .collect();
    demand_none(&complaints);
}

#[test]
fn every_module_is_on_the_map() {
    let lib = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let complaints: Vec<_> = imports::modules_of(&lib)
        .into_iter()
        .filter(|module| imports::allowed(module).is_none())
        .map(|module| {
            format!("src/lib.rs: give the module `{module}` a row in tests/architecture/imports.rs")
        })
        .collect();
    demand_none(&complaints);
}

#[test]
fn files_are_small() {
    let all = [
        files("src", &[".rs", ".js", ".css"]),
        files("tests", &[".rs"]),
    ]
    .concat();
    let complaints: Vec<_> = all
        .iter()
        .filter_map(|(path, text)| files::too_long(path, text))
        .collect();
    demand_none(&complaints);
}

#[test]
fn files_say_what_they_are_for() {
    let all = [files("src", &[".rs"]), files("tests", &[".rs"])].concat();
    let complaints: Vec<_> = all
        .iter()
        .filter_map(|(path, text)| files::bad_header(path, text))
        .collect();
    demand_none(&complaints);
}
