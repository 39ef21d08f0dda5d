//! What stands in the page so that nothing in it ends a script or begins a tag.

use std::io::{self, BufWriter, Write};

use serde::Serialize;

/// Writes JSON without a `<`, which in JSON only stands in strings.
pub(super) struct Script<'o> {
    out: &'o mut dyn Write,
}

impl<'o> Script<'o> {
    pub(super) fn new(out: &'o mut dyn Write) -> Self {
        Self { out }
    }

    pub(super) fn json(self, value: &impl Serialize) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(1 << 16, self);
        serde_json::to_writer(&mut out, value)?;
        out.flush()
    }
}

impl Write for Script<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut parts = bytes.split(|byte| *byte == b'<');
        if let Some(first) = parts.next() {
            self.out.write_all(first)?;
        }
        for part in parts {
            self.out.write_all(br"\u003c")?;
            self.out.write_all(part)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether text stands in JSON as it is. It looks at all bytes, as many at once.
pub(super) fn is_plain(text: &str) -> bool {
    let is_special = |byte: u8| (byte < b' ') | matches!(byte, b'"' | b'\\' | b'<');
    let bytes = text.bytes();
    !bytes.fold(false, |special, byte| special | is_special(byte))
}

/// Adds a string as JSON without a `<`.
pub(super) fn string(to: &mut Vec<u8>, text: &str) -> io::Result<()> {
    match is_plain(text) {
        true => plain(to, text),
        false => Script::new(to).json(&text)?,
    }
    Ok(())
}

/// The same of text that is plain.
pub(super) fn plain(to: &mut Vec<u8>, text: &str) {
    to.push(b'"');
    to.extend_from_slice(text.as_bytes());
    to.push(b'"');
}

/// Text between tags.
pub(super) fn text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_script() {
        let value = ["</script><!--", "a<b", "\u{2028}"];
        let mut out = Vec::new();
        Script::new(&mut out).json(&value).unwrap();
        let json = String::from_utf8(out).unwrap();
        assert!(!json.contains('<'), "{json}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), value);
        assert_eq!(text("<a>&"), "&lt;a>&amp;");
        for value in value.into_iter().chain(["plain", "\"\\", "\n"]) {
            let mut one = Vec::new();
            string(&mut one, value).unwrap();
            assert!(!one.contains(&b'<'), "{value}");
            assert_eq!(serde_json::from_slice::<String>(&one).unwrap(), value);
        }
    }
}
