"""Read and write the campaign book (任务书), sheet by sheet."""
