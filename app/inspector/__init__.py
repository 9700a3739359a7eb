"""The inspector: class, attributes, entity, links, provenance and history of what is selected."""
