"""The publication over HTTP. Needs the extra ``serve`` (Starlette, uvicorn, Brotli)."""
