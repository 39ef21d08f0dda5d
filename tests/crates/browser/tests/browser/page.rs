//! A browser with pages that the tool wrote.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use headless_chrome::{LaunchOptions, Tab};
use serde_json::Value;
use tempfile::TempDir;

use super::tool;

pub(crate) struct Browser {
    browser: headless_chrome::Browser,
    files: TempDir,
}

impl Browser {
    /// Starts Chromium. Where there is none, says that nothing is tested.
    pub(crate) fn start() -> Option<Self> {
        let Ok(path) = headless_chrome::browser::default_executable() else {
            println!("skipped: there is no Chromium here");
            return None;
        };
        let options = LaunchOptions::default_builder()
            .path(Some(path))
            .sandbox(false)
            .window_size(Some((1400, 800)))
            .idle_browser_timeout(Duration::from_secs(300))
            // Containers have little shared memory.
            .args(vec![
                OsStr::new("--disable-gpu"),
                OsStr::new("--disable-dev-shm-usage"),
            ])
            .build()
            .expect("options");
        let browser = headless_chrome::Browser::new(options).expect("Chromium starts");
        let files = tempfile::tempdir().expect("a directory");
        Some(Self { browser, files })
    }

    /// The page of a stream, at a link in it.
    pub(crate) fn inspect(&self, stream: &[u8], link: &str) -> Page {
        let file = self.file("a.mig", stream);
        self.open(["inspect".as_ref(), file.as_ref()], link)
    }

    /// The page of two streams.
    pub(crate) fn diff(&self, a: &[u8], b: &[u8]) -> Page {
        let (a, b) = (self.file("a.mig", a), self.file("b.mig", b));
        self.open(["diff".as_ref(), a.as_ref(), b.as_ref()], "")
    }

    fn file(&self, name: &str, bytes: &[u8]) -> std::path::PathBuf {
        let path = self.files.path().join(name);
        fs::write(&path, bytes).expect("it can be written");
        path
    }

    fn open<'a>(&self, command: impl IntoIterator<Item = &'a Path>, link: &str) -> Page {
        let mut tool = tool::tool();
        let output = tool.args(command).args(["--format", "html"]).output();
        let output = output.expect("the tool runs");
        assert!(output.status.success(), "{output:?}");
        let page = self.file("page.html", &output.stdout);
        let tab = self.browser.new_tab().expect("a tab");
        tab.set_default_timeout(Duration::from_secs(120));
        let url = format!("file://{}{link}", page.display());
        tab.navigate_to(&url).expect("it opens");
        tab.wait_until_navigated().expect("it is there");
        let page = Page(tab);
        page.wait("document.querySelectorAll('#tree .row').length > 0");
        page
    }
}

pub(crate) struct Page(Arc<Tab>);

impl Page {
    /// What an expression is.
    #[track_caller]
    pub(crate) fn eval(&self, script: &str) -> Value {
        let result = self.0.evaluate(script, false);
        let result = result.unwrap_or_else(|error| panic!("{script}: {error}"));
        result.value.unwrap_or(Value::Null)
    }

    /// Waits until an expression is true.
    #[track_caller]
    pub(crate) fn wait(&self, script: &str) {
        let frames = format!(
            "new Promise((done, fail) => {{ let left = 3000; (function look() {{ \
             let is = false; try {{ is = {script}; }} catch {{}} \
             if (is) done(true); else if (--left) setTimeout(look, 10); else fail('it stays false'); \
             }})(); }})"
        );
        let result = self.0.evaluate(&frames, true);
        let value = result.ok().and_then(|result| result.value);
        assert_eq!(value, Some(Value::Bool(true)), "{script}");
    }

    #[track_caller]
    pub(crate) fn click(&self, selector: &str) {
        let element = self.0.find_element(selector);
        let element = element.unwrap_or_else(|error| panic!("{selector}: {error}"));
        element
            .click()
            .unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    #[track_caller]
    pub(crate) fn keys(&self, keys: &[&str]) {
        for key in keys {
            self.0
                .press_key(key)
                .unwrap_or_else(|error| panic!("{key}: {error}"));
        }
    }
}
