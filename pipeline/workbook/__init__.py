"""Read workbooks into a :class:`Book`, write plans, mark up copies; all Excel libraries."""
