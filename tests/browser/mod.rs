//! The sandbox's page in a headless chromium, as a person uses it, with the real bot behind it.
//! These need a chromedriver: `tests/run browser` starts one, and says so in the environment.
#![expect(
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that cannot go on fails, and says why"
)]

mod basics;
mod chromium;
mod forms;
mod incident;
mod window;

use std::panic::{AssertUnwindSafe, resume_unwind};

use futures_util::FutureExt as _;
use muster::slack::commands::completions;

use crate::support::world::{Setup, World, conversation_with};
use chromium::Chromium;

/// Plays a story on the page, with the bot in Socket Mode. Whatever happens, the browser is closed.
async fn browsing(story: impl AsyncFnOnce(&mut World, &Chromium)) {
    let setup = Setup {
        sockets: true,
        ..Setup::default()
    };
    conversation_with(setup, async |world| {
        world
            .control("completions", &completions("/incident"))
            .await;
        let chromium = Chromium::start(&world.sandbox.url()).await;
        let told = AssertUnwindSafe(story(world, &chromium))
            .catch_unwind()
            .await;
        chromium.close(told.is_err()).await;
        if let Err(panic) = told {
            resume_unwind(panic);
        }
    })
    .await;
}
