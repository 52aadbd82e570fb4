//! Planted violations: the checks must find them, or they prove nothing.

use super::{files, imports};

#[test]
fn a_forbidden_import_is_found_however_it_is_written() {
    let cases = [
        "use crate::store::Store;",
        "use crate::{domain::Id, store};",
        "use crate::store as s;",
        "use super::super::store::Store;",
        "fn f() { crate::store::open(); }",
        "fn f(s: &crate::store::Store) {}",
        "type T = Vec<crate::store::Store>;",
        "fn f() { println!(\"{}\", crate::store::NAME); }",
        "mod inner { use crate::store::Store; }",
        "mod inner { use super::super::super::store::Store; }",
        "use muster::store::Store;",
        "impl crate::store::Table for X {}",
    ];
    for text in cases {
        let complaints = imports::check("src/slack/views.rs", text);
        assert_eq!(
            complaints,
            ["src/slack/views.rs: `slack` may not import `store`"],
            "{text}"
        );
    }
}

#[test]
fn what_the_map_allows_is_left_alone() {
    let cases = [
        "use crate::domain::Id; use crate::ops::declare; use crate::slack::ids;",
        "use super::ids::ActionId; use super::super::slack::ids; use self::inner::X;",
        "use store::Table; use std::fmt; // another crate that happens to be called store",
        "pub(crate) struct X; pub(in crate::slack) struct Y;",
        "/// crate::store\nfn documented() {}",
    ];
    for text in cases {
        assert_eq!(
            imports::check("src/slack/views.rs", text),
            Vec::<String>::new(),
            "{text}"
        );
    }
    assert!(imports::check("src/cli/serve.rs", "use crate::store::Store;").is_empty());
    assert!(imports::check("src/main.rs", "use muster::cli;").is_empty());
}

#[test]
fn the_sandbox_and_the_domain_import_nothing() {
    for path in [
        "src/sandbox/api/chat.rs",
        "src/domain/incident.rs",
        "src/config/mod.rs",
    ] {
        assert_eq!(
            imports::check(path, "use crate::http::client;").len(),
            1,
            "{path}"
        );
    }
    assert_eq!(
        imports::check("src/new/mod.rs", "").len(),
        1,
        "a module that is not on the map"
    );
    assert_eq!(
        imports::check("src/store/mod.rs", "fn (").len(),
        1,
        "a file that does not parse"
    );
}

#[test]
fn long_files_and_missing_purposes_are_found() {
    assert!(files::too_long("src/x.rs", &"\n".repeat(500)).is_none());
    assert!(files::too_long("src/x.rs", &"\n".repeat(501)).is_some());
    assert!(files::bad_header("src/x.rs", "use std::fmt;\n").is_some());
    assert!(files::bad_header("src/x.rs", "// x\n//! y\n").is_some());
    assert!(files::bad_header("src/x.rs", "//! x\n").is_none());
    let long = "//! x\n".repeat(6);
    assert!(files::bad_header("src/x.rs", &long).is_some());
    assert!(files::bad_header("src/lib.rs", &long).is_none());
}
