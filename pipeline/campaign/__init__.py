"""Read the campaign book (任务书): what is collected, from whom, by when; write blanks and drafts."""
