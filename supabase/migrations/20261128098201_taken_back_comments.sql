-- A comment that its rater took back, or made private, is no longer listed, but its row stays. Its author and stars are
-- then for the rater and the admins of the template's namespace, as those of a hidden comment are.

drop policy rating_comments_read on nofx.rating_comments;
create policy rating_comments_read on nofx.rating_comments for select to anon, authenticated using (
  author = (select nofx.viewer_id())
  or (namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin()))
  or (
    hidden_at is null
    and comment is not null
    and (
      is_public
      or (namespace = (select nofx.viewer_namespace()) and (is_published or (select nofx.is_publisher())))
    )
  )
);
