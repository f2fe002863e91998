"""Renderers of drawn forms: workbooks, documents, text PDFs and page images."""
