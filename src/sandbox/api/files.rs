//! `files.*`, the upload addresses and the downloads.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::args::Args;
use super::error::{Answer, ApiError};
use super::paging::{Limits, page};
use super::{Method, access, content, request};
use crate::sandbox::hub::{Hub, Tx};
use crate::sandbox::ids;
use crate::sandbox::ops::files::{self, Share};
use crate::sandbox::state::{File, Upload};

const LIST: Limits = Limits {
    default: 100,
    max: 1000,
};

pub(super) fn method(name: &str) -> Option<Method> {
    Some(match name {
        "files.getUploadURLExternal" => get_upload_url,
        "files.completeUploadExternal" => complete_upload,
        "files.info" => info,
        "files.list" => list,
        "files.delete" => delete,
        _ => return None,
    })
}

fn get_upload_url(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let filename = args.required("filename", "invalid_arguments")?;
    let length = args
        .number("length")
        .and_then(|length| usize::try_from(length).ok());
    let length = length.filter(|length| *length > 0);
    let length = length.ok_or_else(|| ApiError::new("invalid_arguments"))?;
    let file = tx.ws.new_id("F");
    let ticket = uuid::Uuid::new_v4().simple().to_string();
    let upload = Upload {
        file: file.clone(),
        filename,
        length,
        content: None,
    };
    tx.ws.uploads.insert(ticket.clone(), upload);
    Ok(json!({"upload_url": format!("{}/upload/{ticket}", tx.hub.base), "file_id": file}))
}

/// `POST /upload/{id}`: the raw contents.
pub(crate) async fn upload(
    State(hub): State<Arc<Hub>>,
    Path(ticket): Path<String>,
    body: Bytes,
) -> Response {
    let mut tx = hub.open();
    let Some(upload) = tx.ws.uploads.get_mut(&ticket) else {
        return (StatusCode::NOT_FOUND, "no such upload").into_response();
    };
    if body.len() != upload.length {
        return (
            StatusCode::BAD_REQUEST,
            "the length is not the announced one",
        )
            .into_response();
    }
    let length = body.len();
    upload.content = Some(body.to_vec());
    format!("OK - {length}").into_response()
}

/// Takes the uploaded contents of a file that is being completed.
fn finish(tx: &mut Tx<'_>, entry: &Value) -> Result<File, ApiError> {
    let id = entry.get("id").and_then(Value::as_str);
    let id = id.ok_or_else(|| ApiError::new("invalid_arguments"))?;
    let ticket = tx
        .ws
        .uploads
        .iter()
        .find(|(_, upload)| upload.file == id && upload.content.is_some())
        .map(|(ticket, _)| ticket.clone());
    let upload = ticket.and_then(|ticket| tx.ws.uploads.remove(&ticket));
    let upload = upload.ok_or_else(|| ApiError::new("file_not_found"))?;
    let title = entry
        .get("title")
        .and_then(Value::as_str)
        .unwrap_or(&upload.filename)
        .to_owned();
    Ok(File {
        id: upload.file,
        name: upload.filename,
        title,
        user: ids::BOT_USER.to_owned(),
        created: tx.hub.clock.now_s(),
        content: upload.content.unwrap_or_default(),
        shares: Vec::new(),
    })
}

fn complete_upload(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let Some(Value::Array(entries)) = args.json("files") else {
        return Err("invalid_arguments".into());
    };
    let channels = match args.text("channel_id") {
        Some(channel) => vec![channel],
        None => args.list("channels"),
    };
    for channel in &channels {
        let channel = access::by_id(tx, channel)?;
        if channel.is_archived {
            return Err("is_archived".into());
        }
        if !channel.has_bot() {
            return Err("not_in_channel".into());
        }
    }
    let mut completed = Vec::new();
    for entry in &entries {
        let file = finish(tx, entry)?;
        completed.push(file.id.clone());
        files::keep(tx, file);
    }
    for channel in channels {
        let share = Share {
            channel,
            thread: args.text("thread_ts"),
            comment: args.text("initial_comment").unwrap_or_default(),
            author: content::bot_author(tx.hub),
        };
        files::share(tx, &completed, share)?;
    }
    let listed: Vec<Value> = completed
        .iter()
        .filter_map(|id| tx.ws.files.get(id))
        .map(|file| file.to_json(&tx.hub.base))
        .collect();
    Ok(json!({"files": listed}))
}

fn find<'a>(tx: &'a Tx<'_>, args: &Args) -> Result<&'a File, ApiError> {
    let id = args.required("file", "file_not_found")?;
    tx.ws
        .files
        .get(&id)
        .ok_or_else(|| ApiError::new("file_not_found"))
}

fn info(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let file = find(tx, args)?.to_json(&tx.hub.base);
    let metadata = json!({"next_cursor": ""});
    Ok(json!({"file": file, "comments": [], "response_metadata": metadata}))
}

fn list(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = args.text("channel");
    let user = args.text("user");
    let files: Vec<&File> = tx
        .ws
        .files
        .values()
        .filter(|file| user.as_ref().is_none_or(|user| file.user == *user))
        .filter(|file| {
            channel
                .as_ref()
                .is_none_or(|wanted| file.shares.iter().any(|(c, _)| c == wanted))
        })
        .collect();
    let total = files.len();
    let page = page(args, LIST, files, |file| file.id.clone())?;
    let listed: Vec<Value> = page
        .items
        .iter()
        .map(|file| file.to_json(&tx.hub.base))
        .collect();
    Ok(json!({
        "files": listed,
        "paging": {"count": LIST.default, "total": total, "page": 1, "pages": 1},
        "response_metadata": page.metadata(),
    }))
}

fn delete(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let file = find(tx, args)?;
    if file.user != ids::BOT_USER {
        return Err("cant_delete_file".into());
    }
    let id = file.id.clone();
    tx.ws.files.remove(&id);
    tx.show_all(json!({"kind": "file", "file": {"id": id, "deleted": true}}));
    Ok(json!({}))
}

/// Who downloads, when it is a person's page.
#[derive(Deserialize)]
pub(crate) struct Reader {
    user: Option<String>,
}

/// `GET /files/{id}/{name}`: the contents, for the bot's token or a person who sees where it was shared.
pub(crate) async fn download(
    State(hub): State<Arc<Hub>>,
    Path((id, _)): Path<(String, String)>,
    Query(Reader { user }): Query<Reader>,
    headers: HeaderMap,
) -> Response {
    let tx = hub.open();
    let Some(file) = tx.ws.files.get(&id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let readable = match user {
        Some(name) => person_reads(&tx, &name, file),
        None => request::bearer(&headers).as_deref() == Some(ids::BOT_TOKEN),
    };
    if !readable {
        return StatusCode::FORBIDDEN.into_response();
    }
    let headers = [
        (header::CONTENT_TYPE, file.mimetype()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox",
        ),
    ];
    (headers, file.content.clone()).into_response()
}

fn person_reads(tx: &Tx<'_>, name: &str, file: &File) -> bool {
    let Some(user) = tx.ws.user(name) else {
        return false;
    };
    file.user == user.id
        || file.shares.iter().any(|(channel, _)| {
            let channel = tx.ws.channels.get(channel);
            channel.is_some_and(|channel| tx.ws.can_see(&user.id, channel))
        })
}
