//! The local Slack's rules: Block Kit, manifests, scopes and rate limits.

mod samples;
