//! A local Slack: Web API, Events API, Socket Mode and a web page. Imports nothing of the bot.
