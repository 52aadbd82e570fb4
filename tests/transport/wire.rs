//! A TCP server that answers byte for byte as told, to play every way in which an answer can fail.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

/// What the server does with a connection.
#[derive(Clone)]
pub(super) enum Play {
    /// Close at once, before reading.
    CutAtOnce,
    /// Read the whole request, then close without a word.
    CutAfterReading,
    /// Read the whole request, then say nothing until the client gives up.
    Silence,
    /// Read the whole request, then send these bytes and close.
    Say(String),
}

/// A running server and the requests it has read.
pub(super) struct Wire {
    pub(super) address: SocketAddr,
    requests: Receiver<String>,
}

impl Wire {
    /// Starts a server that treats every connection the same way.
    pub(super) fn start(play: Play) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, requests) = channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                if matches!(play, Play::CutAtOnce) {
                    continue;
                }
                let request = read_request(&mut stream);
                if sender.send(request).is_err() {
                    return;
                }
                match &play {
                    Play::CutAtOnce | Play::CutAfterReading => {}
                    Play::Silence => drop(stream.read(&mut [0])),
                    Play::Say(answer) => stream.write_all(answer.as_bytes()).unwrap(),
                }
            }
        });
        Self { address, requests }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/api", self.address)
    }

    /// The next request as it came over the wire.
    pub(super) fn request(&self) -> String {
        self.requests.recv().unwrap()
    }
}

/// An HTTP answer that ends with the connection's close.
pub(super) fn http(status: &str, headers: &str, body: &str) -> Play {
    let length = body.len();
    Play::Say(format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    ))
}

/// An HTTP answer with a JSON body.
pub(super) fn json(status: &str, body: &str) -> Play {
    http(
        status,
        "content-type: application/json; charset=utf-8\r\n",
        body,
    )
}

fn read_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        if let Some(end) = end_of_head(&bytes)
            && bytes.len() >= end + content_length(&bytes[..end])
        {
            break;
        }
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => break,
            Ok(read) => bytes.extend_from_slice(&chunk[..read]),
        }
    }
    String::from_utf8(bytes).unwrap()
}

fn end_of_head(bytes: &[u8]) -> Option<usize> {
    bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .map(|at| at + 4)
}

fn content_length(head: &[u8]) -> usize {
    String::from_utf8_lossy(head)
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, value)| value.trim().parse().unwrap())
}
