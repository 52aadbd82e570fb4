//! The Web API: one file per method family, and the table of methods.

mod access;
pub(crate) mod args;
mod bookmarks;
mod chat;
mod content;
mod conversations;
pub(crate) mod error;
mod faulty;
mod files;
mod history;
mod marks;
mod members;
mod paging;
pub(crate) mod request;
pub(crate) mod response_url;
mod serve;
mod users;
pub(crate) mod views;
mod workspace;

pub(crate) use files::{download, upload};
pub(crate) use serve::serve;
pub(crate) use workspace::team;

use args::Args;
use error::Answer;

use super::hub::Tx;

/// A method.
type Method = fn(&mut Tx<'_>, &Args) -> Answer;

/// The method of this name.
fn method(name: &str) -> Option<Method> {
    let (family, _) = name.split_once('.')?;
    Some(match family {
        "chat" => chat::method(name)?,
        "conversations" => conversations::method(name)
            .or_else(|| members::method(name))
            .or_else(|| history::method(name))?,
        "pins" | "reactions" => marks::method(name)?,
        "bookmarks" => bookmarks::method(name)?,
        "users" | "usergroups" => users::method(name)?,
        "views" => views::method(name)?,
        "files" => files::method(name)?,
        _ => workspace::method(name)?,
    })
}
