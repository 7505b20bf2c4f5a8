"""The only room that knows an Excel library: bytes to :class:`Book`, plans to workbooks, marks on a copy."""
