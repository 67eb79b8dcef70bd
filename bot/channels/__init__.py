"""One bot account on one platform, a file a platform: raw updates in, operations out."""
