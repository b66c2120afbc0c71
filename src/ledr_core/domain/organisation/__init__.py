"""The organisation of a company: roles beside those of the platform, teams, invitations."""
