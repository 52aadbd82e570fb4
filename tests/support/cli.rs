//! The program itself, run as a person runs it.

use std::process::Command;

use super::world::World;

/// What a run of the program left.
pub(crate) struct Ran {
    pub(crate) ok: bool,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs `muster` with these arguments (separated by blanks) and nothing but this environment.
pub(crate) async fn muster(args: &str, env: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command
        .args(args.split_whitespace())
        .env_clear()
        .envs(env.iter().copied())
        .current_dir(std::env::temp_dir());
    let run = tokio::task::spawn_blocking(move || command.output());
    let output = run.await.unwrap().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran {
        ok: output.status.success(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

impl World {
    /// Runs `muster` beside the bot, on its database.
    pub(crate) async fn muster(&self, args: &str) -> Ran {
        muster(args, &[("DATABASE_URL", &self.database.url())]).await
    }

    /// The same, which must succeed; gives what it printed.
    pub(crate) async fn prints(&self, args: &str) -> String {
        let ran = self.muster(args).await;
        assert!(ran.ok, "muster {args}: {} {}", ran.out, ran.err);
        ran.out
    }
}
