"""Pages behind one-time links: documents to fetch and conversations as forms, server-rendered."""
