-- The key of the advisory lock that the list of words of searches no longer takes (20261128098213).

drop function nofx.search_words_lock();
