"""The register of earlier marks: vectors, catalogue and thumbnails on disk."""
