//! The map of who may import whom, and a reader of Rust files that finds what each one names.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};
use syn::{ItemUse, Path, UseTree};

/// What a module may import besides itself.
pub(super) enum Allowed {
    /// Whatever it likes: it puts the parts together.
    Everything,
    /// These.
    Only(&'static [&'static str]),
}

/// The map. `None`: the module is not on it.
pub(super) fn allowed(module: &str) -> Option<Allowed> {
    let only: &[&str] = match module {
        "main" | "lib" | "app" | "cli" => return Some(Allowed::Everything),
        "domain" | "config" | "clock" | "telemetry" | "sandbox" => &[],
        "http" => &["config"],
        "store" => &["domain"],
        "ops" => &["domain", "store", "clock", "config"],
        "integrations" => &["domain", "http", "config"],
        "slack" => &["domain", "ops", "config", "clock", "http"],
        "web" => &["domain", "ops", "integrations", "config"],
        "jobs" => &[
            "domain",
            "store",
            "ops",
            "slack",
            "integrations",
            "clock",
            "config",
        ],
        _ => return None,
    };
    Some(Allowed::Only(only))
}

/// The names of the modules that a file declares.
pub(super) fn modules_of(text: &str) -> Vec<String> {
    let file = syn::parse_file(text).unwrap();
    let names = file.items.iter().filter_map(|item| match item {
        syn::Item::Mod(module) => Some(module.ident.to_string()),
        _ => None,
    });
    names.collect()
}

/// Complaints about what a file of `src` names and may not.
pub(super) fn check(path: &str, text: &str) -> Vec<String> {
    let place: Vec<&str> = place_of(path);
    let module = place.first().copied().unwrap_or("lib");
    let allowed = match allowed(module) {
        Some(Allowed::Everything) => return Vec::new(),
        Some(Allowed::Only(modules)) => modules,
        None => return vec![format!("{path}: `{module}` is not on the map of modules")],
    };
    let mut named = Named {
        depth: place.len(),
        modules: BTreeSet::new(),
    };
    match syn::parse_file(text) {
        Ok(file) => named.visit_file(&file),
        Err(error) => return vec![format!("{path}: does not parse: {error}")],
    }
    let forbidden = named
        .modules
        .iter()
        .filter(|name| *name != module && !allowed.contains(&name.as_str()));
    forbidden
        .map(|name| format!("{path}: `{module}` may not import `{name}`"))
        .collect()
}

/// The modules that a file's path spells: `src/store/mod.rs` is `store`, `src/store/inbox.rs` is
/// `store::inbox`.
fn place_of(path: &str) -> Vec<&str> {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    path.split('/').filter(|part| *part != "mod").collect()
}

/// Collects the top-level modules of this crate that a file names: `crate::x`, `muster::x`, or
/// enough `super`s.
struct Named {
    /// How many modules deep the code being read is.
    depth: usize,
    modules: BTreeSet<String>,
}

impl Named {
    fn note(&mut self, segments: &[String]) {
        let mut segments = segments.iter().map(String::as_str).peekable();
        let mut depth = self.depth;
        match segments.next() {
            Some("crate" | "muster") => depth = 0,
            Some("super") => {
                depth = depth.saturating_sub(1);
                while segments.next_if_eq(&"super").is_some() {
                    depth = depth.saturating_sub(1);
                }
            }
            _ => return,
        }
        if let (0, Some(module)) = (depth, segments.next()) {
            self.modules.insert(module.to_owned());
        }
    }

    fn note_tree(&mut self, before: &[String], tree: &UseTree) {
        let with = |name: String| [before, &[name]].concat();
        match tree {
            UseTree::Path(path) => self.note_tree(&with(path.ident.to_string()), &path.tree),
            UseTree::Name(name) => self.note(&with(name.ident.to_string())),
            UseTree::Rename(rename) => self.note(&with(rename.ident.to_string())),
            UseTree::Glob(_) => self.note(&with("*".to_owned())),
            UseTree::Group(group) => group
                .items
                .iter()
                .for_each(|tree| self.note_tree(before, tree)),
        }
    }

    /// Finds `crate::x` in a macro's tokens, which are no paths yet.
    fn note_tokens(&mut self, tokens: &str) {
        let words: Vec<&str> = tokens.split_whitespace().collect();
        for pair in words.windows(3) {
            if let ["crate", "::", module] = pair {
                self.note(&["crate".to_owned(), (*module).to_owned()]);
            }
        }
    }
}

impl Visit<'_> for Named {
    fn visit_item_use(&mut self, item: &ItemUse) {
        self.note_tree(&[], &item.tree);
    }

    fn visit_item_mod(&mut self, module: &syn::ItemMod) {
        self.depth += 1;
        visit::visit_item_mod(self, module);
        self.depth -= 1;
    }

    fn visit_path(&mut self, path: &Path) {
        let segments: Vec<String> = path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        self.note(&segments);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &syn::Macro) {
        self.note_tokens(&spaced(&call.tokens.to_string()));
        visit::visit_macro(self, call);
    }

    fn visit_visibility(&mut self, _: &syn::Visibility) {}
}

/// Tokens with a blank around each `::` and each other mark, so that they can be split at blanks.
fn spaced(tokens: &str) -> String {
    tokens
        .replace("::", " :: ")
        .replace(|c: char| !c.is_alphanumeric() && c != '_' && c != ':', " ")
}
