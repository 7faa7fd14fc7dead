"""Trains, measures and exports the model packs that Afterimage ships."""
