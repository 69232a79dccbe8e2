"""The tool that turns content/ and cities/ into the site and, later, the book."""
