//! `skm restore`: puts a backup in the place of a data directory, erases again what was erased since, and says how it
//! stands against what was signed.

use std::path::PathBuf;

use app::{AppError, DataDir, TokenKey, notary::put_key};
use clap::Args;
use eventlog::{ReadEvents, ReadTree};
use vault::{Vault, VaultReader};

use crate::{
    arguments::SignedData,
    command::backup::copy_checkpoints,
    failure::Failure,
    new_folder::NewFolder,
    output::{count, facts, say},
    progress::Bar,
};

/// Pulihkan cadangan ke folder data yang kosong, dan katakan bila isinya lebih lama daripada yang ditandatangani
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: SignedData,
    /// Folder cadangan
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// Kunci penanda tangan (log.key) dari tempat simpanannya; tanpa kunci, log baru ditandatangani setelah
    /// `skm resume-signing`
    #[arg(long, value_name = "BERKAS")]
    key: Option<PathBuf>,
}

/// How what is restored stands against the lock.
enum Standing {
    /// Everything that was signed is there.
    Whole,
    /// So many events that were signed are not there.
    Older(u64),
    /// Another history.
    Other,
    /// Something was signed, and nothing tells how far.
    Unknown,
    /// Nothing was ever signed.
    Unsigned,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let (data, from) = (self.data.dir(), DataDir::new(self.from));
        let log = from.reader()?;
        let vault = VaultReader::open(from.vault())?;
        let folder = NewFolder::begin(data.path().to_owned(), "data")?;
        let copy = DataDir::new(folder.path());
        copy_checkpoints(&from, &copy)?;
        let bar = Bar::new("Memulihkan log", log.read_head()?.size);
        let head = log.backup(&copy.log(), |done, _| bar.set(done))?;
        drop(bar);
        let texts = vault.backup(copy.vault())?;
        if let Some(key) = TokenKey::read(from.path())? {
            key.write(copy.path())?;
        }
        from.copy_credentials(&copy)?;
        if let Some(key) = &self.key {
            put_key(&copy.notary(), key).map_err(AppError::from)?;
        }
        let erased = erase_again(&data, &copy)?;
        let standing = standing(&data, &copy, &log, head.size)?;
        folder.finish()?;
        say(&facts(&[
            (
                "Dipulihkan",
                format!(
                    "{} peristiwa, {} teks",
                    count(head.size),
                    count(texts.len() as u64)
                ),
            ),
            ("Dihapus kembali", format!("{} teks", count(erased as u64))),
            ("Tanda tangan", standing.told()),
        ]))?;
        say(&next(&data, &standing))
    }
}

/// Erases from the copied vault what the list calls erased. The log says so once it is open for writing.
fn erase_again(data: &DataDir, copy: &DataDir) -> Result<usize, Failure> {
    let listed: Vec<_> = data
        .erasures()
        .read()?
        .iter()
        .map(|erasure| erasure.content)
        .collect();
    let vault = Vault::open(copy.vault())?;
    let before = vault.contents()?;
    vault.erase(listed.iter().copied())?;
    Ok(listed.iter().filter(|content| before.contains(content)).count())
}

fn standing(data: &DataDir, copy: &DataDir, log: &impl ReadTree, size: u64) -> Result<Standing, Failure> {
    let Some(lock) = data.notary().lock.read().map_err(AppError::from)? else {
        let signed =
            copy.notary().archive.exists() && copy.checkpoints()?.newest().map_err(AppError::from)?.is_some();
        return Ok(if signed {
            Standing::Unknown
        } else {
            Standing::Unsigned
        });
    };
    let signed = lock.checkpoint().head();
    if signed.size > size {
        return Ok(Standing::Older(signed.size - size));
    }
    let found = log.root(signed.size).map_err(AppError::from)?;
    Ok(if found == signed.root {
        Standing::Whole
    } else {
        Standing::Other
    })
}

impl Standing {
    fn told(&self) -> String {
        match self {
            Self::Whole => "semua yang ditandatangani ada".into(),
            Self::Older(missing) => format!(
                "LEBIH LAMA: {} peristiwa yang sudah ditandatangani tidak ada",
                count(*missing)
            ),
            Self::Other => "BERBEDA: isinya bukan yang dulu ditandatangani".into(),
            Self::Unsigned => "belum pernah ditandatangani".into(),
            Self::Unknown => {
                "catatan tanda tangan terakhir tidak ada, sehingga tidak dapat dibandingkan".into()
            }
        }
    }
}

/// What to do now.
fn next(data: &DataDir, standing: &Standing) -> String {
    let dir = data.path().display();
    let mut steps = vec![
        format!("skm verify --data {dir}"),
        format!(
            "salin kunci akun ke {dir}/credentials.key, atau: skm account reset admin --data {dir} --reason ALASAN"
        ),
    ];
    let signed = !matches!(standing, Standing::Unsigned);
    if signed && !data.notary().key.exists() {
        let key = data.notary().key;
        steps.insert(0, format!("salin kunci penanda tangan ke {}", key.display()));
    }
    if signed && !matches!(standing, Standing::Whole) {
        steps.push(format!("skm resume-signing --data {dir} --reason ALASAN"));
    }
    steps.push(format!("skm serve --data {dir}"));
    format!("Selanjutnya:\n  {}", steps.join("\n  "))
}
