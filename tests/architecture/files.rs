//! How large a file may be, and how it begins.

/// The most lines of a file.
const LINES: usize = 500;
/// The most lines of its purpose.
const HEADER: usize = 5;
/// The crate's front page is the map of the house and may be longer.
const FRONT_PAGE: &str = "src/lib.rs";

/// A complaint if the file is too long.
pub(super) fn too_long(path: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > LINES).then(|| format!("{path}: {lines} lines; split it, {LINES} is the limit"))
}

/// A complaint if the file does not begin with its purpose in `//!`, or says too much there.
pub(super) fn bad_header(path: &str, text: &str) -> Option<String> {
    let header = text
        .lines()
        .take_while(|line| line.starts_with("//!"))
        .count();
    match header {
        0 => Some(format!("{path}: begin with //! and what the file is for")),
        _ if header > HEADER && path != FRONT_PAGE => Some(format!(
            "{path}: {header} lines of purpose; {HEADER} are enough"
        )),
        _ => None,
    }
}
