"""The doors of this room: public pages, asking, teams, vouching."""
