//! The fixed names of the sandbox: tokens, the workspace, the app, the people and the channels.

/// The bot token the Web API accepts.
pub const BOT_TOKEN: &str = "xoxb-sandbox-bot";
/// The app-level token `apps.connections.open` accepts.
pub const APP_TOKEN: &str = "xapp-sandbox-app";
/// The secret that signs deliveries over HTTP.
pub const SIGNING_SECRET: &str = "sandbox-signing-secret";
/// The old verification token, present in every payload.
pub const VERIFICATION_TOKEN: &str = "sandbox-verification-token";

/// The workspace.
pub const TEAM: &str = "T0NORTHWND";
/// The workspace's name.
pub const TEAM_NAME: &str = "Northwind";
/// The workspace's domain.
pub const TEAM_DOMAIN: &str = "northwind";
/// The other organisation, reached through Slack Connect.
pub const PARTNER_TEAM: &str = "T0PARTNER01";

/// The app.
pub const APP: &str = "A0MUSTER001";
/// The app's bot user.
pub const BOT_USER: &str = "U0MUSTERBOT";
/// The app's bot id.
pub const BOT: &str = "B0MUSTER001";

/// alice, site reliability.
pub const ALICE: &str = "U0ALICE0001";
/// bob, payments engineer.
pub const BOB: &str = "U0BOB000001";
/// carol, customer communications.
pub const CAROL: &str = "U0CAROL0001";
/// dave, VP engineering.
pub const DAVE: &str = "U0DAVE00001";
/// erin, multi-channel guest.
pub const ERIN: &str = "U0ERIN00001";
/// frank, single-channel guest.
pub const FRANK: &str = "U0FRANK0001";
/// grace, from the partner organisation.
pub const GRACE: &str = "U0GRACE0001";

/// #general.
pub const GENERAL: &str = "C0GENERAL01";
/// #engineering.
pub const ENGINEERING: &str = "C0ENGINEER1";
/// #payments.
pub const PAYMENTS: &str = "C0PAYMENTS1";
/// #support.
pub const SUPPORT: &str = "C0SUPPORT01";
/// #ext-partner, shared with the partner organisation.
pub const EXT_PARTNER: &str = "C0EXTPARTNR";
