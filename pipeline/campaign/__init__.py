"""The campaign book (任务书): what is collected, from whom, by when; blanks and drafts."""
