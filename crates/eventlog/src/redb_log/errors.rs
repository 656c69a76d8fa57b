//! From redb's errors to ours. Everything that redb reports while a log is open is fatal for that log.

use crate::LogError;

macro_rules! storage_errors {
    ($($error:ty),*) => {$(
        impl From<$error> for LogError {
            fn from(error: $error) -> Self {
                Self::Storage(error.to_string())
            }
        }
    )*};
}
storage_errors!(
    redb::StorageError,
    redb::TableError,
    redb::TransactionError,
    redb::CommitError,
    redb::CursorError,
    redb::SetDurabilityError
);
