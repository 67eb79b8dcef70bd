"""Pure: values in, values out; no fixtures."""
