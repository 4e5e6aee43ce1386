"""The Discord face: one thin file a capability. Each is found here by name and loaded by the client."""
