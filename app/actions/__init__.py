"""Actions as data: one registry from which menus, palette, shortcut editor and manual are made."""
