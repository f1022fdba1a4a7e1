"""The desk: office staff work on the portal in their own browser, on their own PC, in Vietnamese, without Git.

    guard (who may ask) → server → pages | editor | earlier | creating | arrivals | publishing | safekeeping
    the words on the disk: history (every state), front (one key), shelf (the list), checking, repairs, preview, backup

Nothing here talks to another host; NiceGUI's own files are served from the installed package."""
