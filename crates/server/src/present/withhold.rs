//! Which parts of a whole are not shown: the rule of the views, for what is told apart here.

pub(super) use app::views::withheld;
