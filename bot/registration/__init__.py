"""What Discord was given last of the bot's commands, for all servers and for each."""
