//! Styles, scripts and pictures, embedded; and the policy that lets a browser run exactly these.
//!
//! Citizens' pages carry style and script inline, so that a page is one request on a poor link; the policy
//! names them by hash. Everything else is a file, named by its content and cacheable for ever.

use std::fmt::Write as _;
use std::sync::LazyLock;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use sha2::{Digest as _, Sha256};

/// Reads a file under `web/`.
macro_rules! web {
    ($path:literal) => {
        include_str!(concat!("../../../../web/", $path))
    };
}

/// A file served under `/aset/` with `Cache-Control: immutable`: its name changes with its content.
#[derive(Debug)]
pub struct Asset {
    /// Path on the server, for example `/aset/angka-1f2e3d4c.css`.
    pub path: String,
    /// Media type for `Content-Type`.
    pub content_type: &'static str,
    /// What is served.
    pub bytes: Bytes,
}

/// What citizens' pages carry inline, by what shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// A screen of the citizen's own.
    Own,
    /// A screen of the office that many stand before.
    Kiosk,
}

impl Surface {
    /// The two there are.
    pub const ALL: [Self; 2] = [Self::Own, Self::Kiosk];

    /// The text of the style element.
    #[must_use]
    pub fn style(self) -> &'static str {
        &self.inline().style
    }

    /// The text of the script element.
    #[must_use]
    pub fn script(self) -> &'static str {
        &self.inline().script
    }

    fn inline(self) -> &'static Inline {
        match self {
            Self::Own => &EMBEDDED.own,
            Self::Kiosk => &EMBEDDED.kiosk,
        }
    }
}

struct Inline {
    style: String,
    script: String,
}

impl Inline {
    fn of(styles: &[&str], scripts: &[&str]) -> Self {
        Self {
            style: squeezed(&without_remarks(&styles.concat()), IN_STYLE),
            script: squeezed(&without_remarks(&scripts.concat()), IN_SCRIPT),
        }
    }
}

impl Inline {
    /// The script says by a tag which one it is: an office sees which of its kiosks run an old one.
    fn naming_itself(self) -> Self {
        let tag = tag_of(&[self.script.as_bytes()]);
        Self {
            script: self.script.replace("{versi}", &tag),
            ..self
        }
    }
}

struct Embedded {
    own: Inline,
    kiosk: Inline,
    policy: String,
    worker: String,
    files: Files,
}

/// What pages and manifests refer to.
struct Files {
    figures_style: Asset,
    live_script: Asset,
    later_script: Asset,
    print_script: Asset,
    paper_script: Asset,
    replay_script: Asset,
    proof_script: Asset,
    icons: [Asset; 3],
}

static EMBEDDED: LazyLock<Embedded> = LazyLock::new(|| {
    let (base, form) = (web!("style/base.css"), web!("style/form.css"));
    let figures_style = squeezed(
        &without_remarks(
            &[
                base,
                web!("style/figures.css"),
                web!("style/staff.css"),
                web!("style/inspection.css"),
                web!("style/acting.css"),
                web!("style/dashboard.css"),
                web!("style/print.css"),
            ]
            .concat(),
        ),
        IN_STYLE,
    );
    let script = |source: &str| squeezed(&without_remarks(source), IN_SCRIPT);
    let (entered, queue) = (web!("script/form/entered.js"), web!("script/form/queue.js"));
    let (page, begin) = (web!("script/form/form.js"), web!("script/form/begin.js"));
    let own = Inline::of(&[base, form], &[entered, queue, page, begin]);
    let kiosk = Inline::of(
        &[base, form, web!("style/kiosk.css")],
        &[
            entered,
            queue,
            page,
            web!("script/form/kiosk.js"),
            web!("script/form/stock.js"),
            begin,
            web!("script/form/heartbeat.js"),
        ],
    );
    let kiosk = kiosk.naming_itself();
    Embedded {
        policy: policy(&[&own, &kiosk]),
        own,
        kiosk,
        worker: script(web!("script/worker.js")),
        files: Files {
            figures_style: Asset::style("angka", figures_style),
            live_script: Asset::script("langsung", script(web!("script/live.js"))),
            later_script: Asset::script(
                "lanjutan",
                script(&[web!("script/later/aloud.js"), web!("script/later/worker.js")].concat()),
            ),
            print_script: Asset::script("cetak", without_remarks(web!("script/print.js"))),
            paper_script: Asset::script("kertas", without_remarks(web!("script/paper.js"))),
            replay_script: Asset::script("putar", without_remarks(web!("script/replay.js"))),
            proof_script: Asset::script("bukti", without_remarks(web!("script/proof.js"))),
            icons: [
                Asset::icon(include_bytes!("../../../../web/icon/192.png")),
                Asset::icon(include_bytes!("../../../../web/icon/512.png")),
                Asset::icon(include_bytes!("../../../../web/icon/maskable.png")),
            ],
        },
    }
});

/// All files that pages and manifests refer to.
#[must_use]
pub fn assets() -> [&'static Asset; 10] {
    let files = &EMBEDDED.files;
    let [small, large, maskable] = &files.icons;
    [
        &files.figures_style,
        &files.live_script,
        &files.later_script,
        &files.print_script,
        &files.paper_script,
        &files.replay_script,
        &files.proof_script,
        small,
        large,
        maskable,
    ]
}

/// The `Content-Security-Policy` of every page. `data:` is there for the icon, which costs no request.
#[must_use]
pub fn content_security_policy() -> &'static str {
    &EMBEDDED.policy
}

/// The script that keeps citizens' pages for when there is no connection.
#[must_use]
pub fn worker_script() -> &'static str {
    &EMBEDDED.worker
}

pub(crate) fn figures_style() -> &'static Asset {
    &EMBEDDED.files.figures_style
}

pub(crate) fn live_script() -> &'static Asset {
    &EMBEDDED.files.live_script
}

/// What citizens' forms fetch once they are of use: reading aloud, and opening without a connection.
pub(crate) fn later_script() -> &'static Asset {
    &EMBEDDED.files.later_script
}

/// What makes a button print.
pub(crate) fn print_script() -> &'static Asset {
    &EMBEDDED.files.print_script
}

/// What makes typing a stack of forms fast.
pub(crate) fn paper_script() -> &'static Asset {
    &EMBEDDED.files.paper_script
}

/// What plays an inspection forward.
pub(crate) fn replay_script() -> &'static Asset {
    &EMBEDDED.files.replay_script
}

/// What hashes a file that proves an announcement, without sending it anywhere.
pub(crate) fn proof_script() -> &'static Asset {
    &EMBEDDED.files.proof_script
}

/// The icons of an installed kiosk: 192 and 512 pixels, and 512 with room for any mask.
pub(crate) fn icons() -> &'static [Asset; 3] {
    &EMBEDDED.files.icons
}

impl Asset {
    fn style(name: &str, text: String) -> Self {
        Self::named_by_content(name, "css", "text/css; charset=utf-8", text.into())
    }

    fn script(name: &str, text: String) -> Self {
        Self::named_by_content(name, "js", "text/javascript; charset=utf-8", text.into())
    }

    fn icon(bytes: &'static [u8]) -> Self {
        Self::named_by_content("ikon", "png", "image/png", Bytes::from_static(bytes))
    }

    fn named_by_content(name: &str, ending: &str, content_type: &'static str, bytes: Bytes) -> Self {
        Self {
            path: format!("/aset/{name}-{}.{ending}", tag_of(&[&bytes])),
            content_type,
            bytes,
        }
    }
}

/// Eight hex digits that change with the content.
pub(crate) fn tag_of(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    let mut tag = String::new();
    for byte in &hasher.finalize()[..4] {
        write!(tag, "{byte:02x}").expect("writing to a string does not fail");
    }
    tag
}

fn policy(inline: &[&Inline]) -> String {
    let styles: String = inline
        .iter()
        .map(|inline| format!(" {}", hash(&inline.style)))
        .collect();
    let scripts: String = inline
        .iter()
        .map(|inline| format!(" {}", hash(&inline.script)))
        .collect();
    format!(
        "default-src 'none'; style-src 'self'{styles}; script-src 'self'{scripts}; \
         img-src 'self' data:; connect-src 'self'; font-src 'self'; media-src 'self'; manifest-src 'self'; \
         worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

fn hash(text: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)))
}

/// Leaves out what readers of the source need and browsers do not: indentation, empty lines, and remarks.
/// A remark stands on lines of its own: `//` begins the line, or `/*` begins it and `*/` ends one.
fn without_remarks(source: &str) -> String {
    let mut kept = String::with_capacity(source.len());
    let mut inside = false;
    for line in source.lines().map(str::trim) {
        let opens = line.starts_with("/*");
        if !(inside || opens || line.is_empty() || line.starts_with("//")) {
            kept.push_str(line);
            kept.push('\n');
        }
        inside = (inside || opens) && !line.ends_with("*/");
    }
    kept
}

/// Marks of a style beside which blanks mean nothing: in front of them, and behind them.
const IN_STYLE: (&str, &str) = ("{}", "{};,:");
/// The same of a script; each of its statements ends with a semicolon or a brace.
const IN_SCRIPT: (&str, &str) = ("={}();,:?&|<>!", "={}();,:?&|<>!");

/// Leaves out the blanks that mean nothing, and semicolons in front of a closing brace; texts stay as they are.
fn squeezed(source: &str, (before, after): (&str, &str)) -> String {
    let mut kept = String::with_capacity(source.len());
    let mut quote = None;
    let mut blank = None;
    for char in source.chars() {
        if quote.is_none() && char.is_ascii_whitespace() {
            blank = blank.or(Some(char));
            continue;
        }
        let beside_mark =
            before.contains(char) || kept.is_empty() || kept.ends_with(|last| after.contains(last));
        if let Some(blank) = blank.take().filter(|_| quote.is_some() || !beside_mark) {
            kept.push(blank);
        }
        if char == '}' && quote.is_none() && kept.ends_with(';') {
            kept.pop();
        }
        quote = match quote {
            None if matches!(char, '"' | '\'') => Some(char),
            Some(open) if open == char => None,
            other => other,
        };
        kept.push(char);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_squeezed_out_where_they_mean_nothing() {
        let style = ".a :hover, b { color: red;\n margin: 0 1px; }\n@media (x) {\n.c::before { content: \"; }\"; }\n}\n";
        let squeezed_style = ".a :hover,b{color:red;margin:0 1px}@media (x){.c::before{content:\"; }\"}}";
        assert_eq!(squeezed(style, IN_STYLE), squeezed_style);
        let script =
            "const a = () => {\nreturn { b: 'c = { d; }' };\n};\nif (a && b) c + +d;\nelse f('it \" is');\n";
        let squeezed_script = "const a=()=>{return{b:'c = { d; }'}};if(a&&b)c + +d;else f('it \" is');";
        assert_eq!(squeezed(script, IN_SCRIPT), squeezed_script);
    }

    #[test]
    fn only_remarks_and_indentation_are_left_out() {
        let source = "/* one */\na {\n  color: red;\n}\n/* two\n   lines */\n\n  // three\nb()\n";
        assert_eq!(without_remarks(source), "a {\ncolor: red;\n}\nb()\n");
    }

    fn inline() -> impl Iterator<Item = &'static str> {
        Surface::ALL
            .into_iter()
            .flat_map(|surface| [surface.style(), surface.script()])
    }

    #[test]
    fn no_remark_of_the_sources_reaches_a_browser() {
        let files = assets()
            .into_iter()
            .filter_map(|asset| std::str::from_utf8(&asset.bytes).ok());
        for text in files.chain(inline()).chain([worker_script()]) {
            assert!(
                !text.contains("/*") && !text.contains("*/") && !text.contains("// "),
                "{text}"
            );
        }
    }

    #[test]
    fn inline_text_cannot_end_its_own_element() {
        assert!(inline().all(|text| !text.contains("</s") && !text.contains("<!--")));
    }

    #[test]
    fn a_file_is_named_by_its_content() {
        let one = Asset::named_by_content("a", "css", "text/css", "one".into());
        let two = Asset::named_by_content("a", "css", "text/css", "two".into());
        assert_ne!(one.path, two.path);
        assert_eq!(one.path, "/aset/a-7692c3ad.css");
    }

    #[test]
    fn the_policy_names_what_is_inline() {
        // SHA-256 of the empty text, in base64, as any other tool gives it.
        assert_eq!(hash(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
        for text in inline() {
            assert!(content_security_policy().contains(&hash(text)));
        }
        assert!(!content_security_policy().contains("unsafe"));
    }
}
