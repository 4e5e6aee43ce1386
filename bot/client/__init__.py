"""The Discord client: the bot itself, how replies are laid out, and one error report for every surface."""
