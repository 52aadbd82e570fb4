//! The manifest's fields and limits. What has no meaning here (hosted functions, workflows,
//! datastores) is accepted as it is.

use super::super::blocks::is_web_link;
use super::super::shape::{Field, Record, Shape, may, must};

const fn text(name: &'static str, min: usize, max: usize) -> Field {
    may(name, Shape::Str(min, max))
}

const fn flag(name: &'static str) -> Field {
    may(name, Shape::Bool)
}

const fn link(name: &'static str, max: usize) -> Field {
    may(
        name,
        Shape::Format(1, max, is_web_link, "must be an http or https URL"),
    )
}

const ANYTHING: Shape = Shape::Any;

/// The manifest.
pub(super) static MANIFEST: Shape = Shape::Record(&ROOT);

static ROOT: Record = Record {
    fields: &[
        &[
            must("display_information", Shape::Record(&DISPLAY)),
            may("features", Shape::Record(&FEATURES)),
            may("oauth_config", Shape::Record(&OAUTH)),
            may("settings", Shape::Record(&SETTINGS)),
            may("_metadata", Shape::Record(&METADATA)),
            may("$schema", Shape::Str(1, 3000)),
        ],
        &[
            may("app_directory", ANYTHING),
            may("functions", ANYTHING),
            may("workflows", ANYTHING),
            may("datastores", ANYTHING),
            may("outgoing_domains", ANYTHING),
            may("types", ANYTHING),
            may("external_auth_providers", ANYTHING),
            may("mcp_servers", ANYTHING),
        ],
    ],
    rules: &[],
};

static METADATA: Record = Record {
    fields: &[&[
        may("major_version", Shape::Whole(1, 2)),
        may("minor_version", Shape::Whole(0, i64::MAX)),
        may("schema_version", Shape::Whole(1, 2)),
        may("min_version", Shape::Whole(0, i64::MAX)),
    ]],
    rules: &[],
};

static DISPLAY: Record = Record {
    fields: &[&[
        must("name", Shape::Str(1, 35)),
        text("description", 1, 140),
        text("long_description", 175, 4000),
        may(
            "background_color",
            Shape::Format(4, 7, is_color, "must be a color: #rgb or #rrggbb"),
        ),
    ]],
    rules: &[],
};

static FEATURES: Record = Record {
    fields: &[
        &[
            may("app_home", Shape::Record(&APP_HOME)),
            may("bot_user", Shape::Record(&BOT_USER)),
            may("shortcuts", Shape::List(&Shape::Record(&SHORTCUT), 1, 10)),
            may(
                "slash_commands",
                Shape::List(&Shape::Record(&COMMAND), 1, 50),
            ),
            may("unfurl_domains", Shape::List(&Shape::Str(1, 255), 1, 5)),
            may("assistant_view", Shape::Record(&ASSISTANT_VIEW)),
            may("agent_view", Shape::Record(&AGENT_VIEW)),
        ],
        &[may("functions", ANYTHING), may("workflow_steps", ANYTHING)],
    ],
    rules: &[],
};

static APP_HOME: Record = Record {
    fields: &[&[
        flag("home_tab_enabled"),
        flag("messages_tab_enabled"),
        flag("messages_tab_read_only_enabled"),
    ]],
    rules: &[],
};

static BOT_USER: Record = Record {
    fields: &[&[
        must("display_name", Shape::Str(1, 80)),
        flag("always_online"),
    ]],
    rules: &[],
};

static SHORTCUT: Record = Record {
    fields: &[&[
        must("name", Shape::Str(1, 24)),
        must("type", Shape::Word(&["message", "global"])),
        must("callback_id", Shape::Str(1, 255)),
        must("description", Shape::Str(1, 150)),
    ]],
    rules: &[],
};

static COMMAND: Record = Record {
    fields: &[&[
        must(
            "command",
            Shape::Format(2, 32, is_command, "must be a slash and a name"),
        ),
        must("description", Shape::Str(1, 2000)),
        text("usage_hint", 1, 1000),
        flag("should_escape"),
        link("url", 3000),
    ]],
    rules: &[],
};

static PROMPT: Record = Record {
    fields: &[&[
        must("title", Shape::Str(0, 3000)),
        must("message", Shape::Str(0, 3000)),
    ]],
    rules: &[],
};
static ACTION: Record = Record {
    fields: &[&[
        must("name", Shape::Str(0, 3000)),
        must("description", Shape::Str(0, 3000)),
    ]],
    rules: &[],
};
static ASSISTANT_VIEW: Record = Record {
    fields: &[&[
        must("assistant_description", Shape::Str(0, 3000)),
        may(
            "suggested_prompts",
            Shape::List(&Shape::Record(&PROMPT), 0, 100),
        ),
    ]],
    rules: &[],
};
static AGENT_VIEW: Record = Record {
    fields: &[&[
        text("agent_description", 0, 300),
        may(
            "suggested_prompts",
            Shape::List(&Shape::Record(&PROMPT), 0, 4),
        ),
        may("actions", Shape::List(&Shape::Record(&ACTION), 0, 100)),
    ]],
    rules: &[],
};

static SCOPE: Shape = Shape::Str(1, 50);
static SCOPES: Record = Record {
    fields: &[&[
        may("bot", Shape::List(&SCOPE, 0, 255)),
        may("bot_optional", Shape::List(&SCOPE, 0, 255)),
        may("user", Shape::List(&SCOPE, 0, 255)),
        may("user_optional", Shape::List(&SCOPE, 0, 255)),
    ]],
    rules: &[],
};
static OAUTH: Record = Record {
    fields: &[&[
        may("redirect_urls", Shape::List(&Shape::Str(1, 2500), 0, 1000)),
        may("scopes", Shape::Record(&SCOPES)),
        flag("token_management_enabled"),
        flag("pkce_enabled"),
    ]],
    rules: &[],
};

static SETTINGS: Record = Record {
    fields: &[
        &[
            may("event_subscriptions", Shape::Record(&EVENTS)),
            may("interactivity", Shape::Record(&INTERACTIVITY)),
            flag("socket_mode_enabled"),
            flag("org_deploy_enabled"),
            flag("token_rotation_enabled"),
            flag("is_hosted"),
            flag("is_mcp_enabled"),
            text("hermes_app_type", 0, 255),
            text("function_runtime", 0, 255),
        ],
        &[
            may(
                "allowed_ip_address_ranges",
                Shape::List(&Shape::Str(7, 18), 1, 50),
            ),
            may("incoming_webhooks", Shape::Record(&WEBHOOKS)),
            may("siws_links", Shape::Record(&SIGN_IN)),
        ],
    ],
    rules: &[],
};

static METADATA_EVENT: Record = Record {
    fields: &[&[
        must("app_id", Shape::Str(1, 255)),
        must("event_type", Shape::Str(1, 50)),
    ]],
    rules: &[],
};
static EVENT: Shape = Shape::Str(1, 50);
static EVENTS: Record = Record {
    fields: &[&[
        link("request_url", 3500),
        may("bot_events", Shape::List(&EVENT, 0, 100)),
        may("user_events", Shape::List(&EVENT, 0, 100)),
        may(
            "metadata_subscriptions",
            Shape::List(&Shape::Record(&METADATA_EVENT), 1, 20),
        ),
    ]],
    rules: &[],
};

static INTERACTIVITY: Record = Record {
    fields: &[&[
        must("is_enabled", Shape::Bool),
        link("request_url", 3500),
        link("message_menu_options_url", 3500),
    ]],
    rules: &[],
};
static WEBHOOKS: Record = Record {
    fields: &[&[flag("incoming_webhooks_enabled")]],
    rules: &[],
};
static SIGN_IN: Record = Record {
    fields: &[&[link("initiate_uri", 3500)]],
    rules: &[],
};

fn is_color(color: &str) -> bool {
    let digits = color.strip_prefix('#').unwrap_or_default();
    matches!(digits.len(), 3 | 6) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

fn is_command(command: &str) -> bool {
    command.strip_prefix('/').is_some_and(|name| {
        !name.contains('/') && !name.contains(char::is_whitespace) && name == name.to_lowercase()
    })
}
