"""Teams, who belongs to an organisation, and invitations, as rows and back."""
