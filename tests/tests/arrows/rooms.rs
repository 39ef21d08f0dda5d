//! Which file of a crate uses which, and which room.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::paths;
use super::source::Source;
use syn::Item;

/// Who uses whom.
pub(super) type Arrows = BTreeMap<String, BTreeSet<String>>;

/// The files that each file of a crate uses.
pub(super) fn between_files(src: &Path) -> BTreeMap<PathBuf, BTreeSet<PathBuf>> {
    let source = Source::read(src);
    let mut arrows: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
    for (id, module) in source.modules.iter().enumerate() {
        let uses = arrows.entry(module.file.clone()).or_default();
        let paths = paths::of(&module.items);
        let files = paths.iter().filter_map(|path| source.file_of(id, path));
        // A face lists the files of its folder, and hands on what is in them.
        let is_face = ["mod.rs", "lib.rs"]
            .iter()
            .any(|face| module.file.ends_with(face))
            && module.items.iter().all(|item| matches!(item, Item::Use(_)));
        let folder = module.file.parent().filter(|_| is_face);
        let is_listed = |file: &Path| folder.is_some_and(|folder| file.starts_with(folder));
        let files = files.filter(|file| *file != module.file && !is_listed(file));
        uses.extend(files.map(Path::to_owned));
    }
    arrows
}

/// The folder or file of `src` in which a file is. The root of a crate is none:
/// it only lists and hands on.
fn room(file: &Path) -> Option<String> {
    let name = file.iter().next()?.to_str()?.trim_end_matches(".rs");
    (!matches!(name, "lib" | "main")).then(|| name.to_owned())
}

/// The rooms that each room of a crate uses.
pub(super) fn between_rooms(src: &Path) -> Arrows {
    let mut arrows = Arrows::new();
    for (file, used) in between_files(src) {
        let Some(from) = room(&file) else { continue };
        let used = used.iter().filter_map(|file| room(file));
        let to: Vec<String> = used.filter(|to| *to != from).collect();
        arrows.entry(from).or_default().extend(to);
    }
    arrows
}

/// Files that use each other, in circles: each circle once, whole.
pub(super) fn circles(arrows: &BTreeMap<PathBuf, BTreeSet<PathBuf>>) -> Vec<Vec<PathBuf>> {
    let reached: BTreeMap<&PathBuf, BTreeSet<&PathBuf>> = arrows
        .keys()
        .map(|file| (file, reach(arrows, file)))
        .collect();
    let mut circles: BTreeSet<Vec<PathBuf>> = BTreeSet::new();
    for (file, there) in &reached {
        let leads_back = |other: &&PathBuf| reached.get(other).is_some_and(|to| to.contains(file));
        let back = there.iter().filter(|other| leads_back(other));
        let circle: Vec<PathBuf> = back.map(|other| (*other).clone()).collect();
        if circle.len() > 1 {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

fn reach<'a>(
    arrows: &'a BTreeMap<PathBuf, BTreeSet<PathBuf>>,
    from: &'a PathBuf,
) -> BTreeSet<&'a PathBuf> {
    let mut reached = BTreeSet::new();
    let mut next = vec![from];
    while let Some(file) = next.pop() {
        for used in arrows.get(file).into_iter().flatten() {
            if reached.insert(used) {
                next.push(used);
            }
        }
    }
    reached
}
