//! The configuration as an operator meets it: defaults, files, variables, mistakes.

mod check;
mod defaults;
mod mistakes;
mod variables;

use muster::config::{Config, Environment, Mistakes};

/// A directory of its own, removed at the end, with a configuration file in it.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("muster-config-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> std::path::PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn load(text: &str, env: &[(&str, &str)]) -> Result<Config, Mistakes> {
    let folder = Folder::new();
    let file = folder.write("muster.toml", text);
    Config::load(Some(&file), &env.iter().copied().collect())
}

fn with_env(env: &[(&str, &str)]) -> Result<Config, Mistakes> {
    Config::load(None, &env.iter().copied().collect::<Environment>())
}

/// The mistakes as lines, with the file's directory taken off.
fn mistakes(text: &str, env: &[(&str, &str)]) -> Vec<String> {
    let found = load(text, env).expect_err("mistakes");
    found
        .iter()
        .map(|mistake| without_folder(&mistake.to_string()))
        .collect()
}

fn without_folder(line: &str) -> String {
    match line.find("muster.toml") {
        Some(at) if line.starts_with('/') => line[at..].to_owned(),
        _ => line.to_owned(),
    }
}
