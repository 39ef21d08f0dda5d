//! The modules of a crate, and what the names in them stand for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use syn::{Attribute, Item, UseTree};

/// The index of a module in [`Source::modules`].
pub(super) type ModuleId = usize;

/// What a name in a module stands for.
pub(super) enum Name {
    Module(ModuleId),
    /// An item of this module.
    Item,
    /// What `use` says, as it says it.
    Import(Vec<String>),
}

pub(super) struct Module {
    /// Relative to the crate's `src`.
    pub(super) file: PathBuf,
    pub(super) parent: Option<ModuleId>,
    pub(super) names: BTreeMap<String, Name>,
    /// `use path::*`.
    pub(super) globs: Vec<Vec<String>>,
    pub(super) items: Vec<Item>,
}

/// A crate, without its unit tests.
pub(super) struct Source {
    pub(super) modules: Vec<Module>,
}

impl Source {
    /// Reads the crate whose root is `src/lib.rs`, or `src/main.rs`.
    pub(super) fn read(src: &Path) -> Self {
        let root = ["lib.rs", "main.rs"].map(|name| src.join(name));
        let root = root.iter().find(|path| path.exists()).expect("a crate");
        let mut source = Self {
            modules: Vec::new(),
        };
        let items = parsed(root);
        source.add(src, root.clone(), src.to_owned(), None, items);
        source
    }

    /// Adds a module with all that are in it. Files of those lie in `folder`.
    fn add(
        &mut self,
        src: &Path,
        file: PathBuf,
        folder: PathBuf,
        parent: Option<ModuleId>,
        items: Vec<Item>,
    ) -> ModuleId {
        let id = self.modules.len();
        self.modules.push(Module {
            file: file.strip_prefix(src).unwrap().to_owned(),
            parent,
            names: BTreeMap::new(),
            globs: Vec::new(),
            items: Vec::new(),
        });
        for item in items {
            if attributes(&item).iter().any(is_test) {
                continue;
            }
            match item {
                Item::Mod(module) => {
                    let name = module.ident.to_string();
                    let folder = folder.join(&name);
                    let (file, items) = match module.content {
                        Some((_, items)) => (file.clone(), items),
                        None => {
                            let alone = folder.with_extension("rs");
                            let file = if alone.exists() {
                                alone
                            } else {
                                folder.join("mod.rs")
                            };
                            let items = parsed(&file);
                            (file, items)
                        }
                    };
                    let module = self.add(src, file, folder, Some(id), items);
                    self.modules[id].names.insert(name, Name::Module(module));
                }
                item => {
                    self.name(id, &item);
                    self.modules[id].items.push(item);
                }
            }
        }
        id
    }

    fn name(&mut self, id: ModuleId, item: &Item) {
        let module = &mut self.modules[id];
        let ident = match item {
            Item::Use(import) => return imports(&import.tree, Vec::new(), module),
            Item::Const(item) => &item.ident,
            Item::Enum(item) => &item.ident,
            Item::Fn(item) => &item.sig.ident,
            Item::Macro(item) => match &item.ident {
                Some(ident) => ident,
                None => return,
            },
            Item::Static(item) => &item.ident,
            Item::Struct(item) => &item.ident,
            Item::Trait(item) => &item.ident,
            Item::Type(item) => &item.ident,
            Item::Union(item) => &item.ident,
            _ => return,
        };
        // A `use` of that name imports another kind of thing, as a macro is.
        let name = module.names.entry(ident.to_string());
        name.or_insert(Name::Item);
    }

    /// The file in which what a path leads to is, seen from a module: of an
    /// item of this crate.
    pub(super) fn file_of(&self, from: ModuleId, path: &[String]) -> Option<&Path> {
        let module = self.resolve(from, path, 0)?.0;
        Some(&self.modules[module].file)
    }

    /// The module in which what a path leads to is, and whether it is the module
    /// itself.
    fn resolve(&self, from: ModuleId, path: &[String], depth: usize) -> Option<(ModuleId, bool)> {
        // An import may be of its own name, from another crate.
        const DEEPEST: usize = 8;
        let (first, rest) = path.split_first()?;
        let first = match first.as_str() {
            _ if depth > DEEPEST => return None,
            "crate" => (0, true),
            "self" => (from, true),
            "super" => (self.modules[from].parent?, true),
            name => self.look_up(from, name, depth)?,
        };
        rest.iter()
            .try_fold(first, |(module, is_module), name| match is_module {
                true if name == "super" => Some((self.modules[module].parent?, true)),
                true if name == "self" => Some((module, true)),
                true => self.look_up(module, name, depth),
                // A variant, or an associated item.
                false => Some((module, false)),
            })
    }

    fn look_up(&self, module: ModuleId, name: &str, depth: usize) -> Option<(ModuleId, bool)> {
        match self.modules[module].names.get(name) {
            Some(Name::Module(found)) => Some((*found, true)),
            Some(Name::Item) => Some((module, false)),
            // A macro of this module, handed on.
            Some(Name::Import(path)) if **path == [name] => Some((module, false)),
            Some(Name::Import(path)) => self.resolve(module, path, depth + 1),
            None => {
                let globs = self.modules[module].globs.iter();
                let paths = globs.map(|glob| [&glob[..], &[name.to_owned()]].concat());
                paths
                    .filter_map(|path| self.resolve(module, &path, depth + 1))
                    .next()
            }
        }
    }
}

fn parsed(file: &Path) -> Vec<Item> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{file:?}: {error}"));
    let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{file:?}: {error}"));
    parsed.items
}

fn imports(tree: &UseTree, mut path: Vec<String>, module: &mut Module) {
    match tree {
        UseTree::Path(part) => {
            path.push(part.ident.to_string());
            imports(&part.tree, path, module);
        }
        UseTree::Name(name) => {
            let ident = name.ident.to_string();
            let known = if ident == "self" {
                path.last().cloned()
            } else {
                Some(ident.clone())
            };
            if ident != "self" {
                path.push(ident);
            }
            module
                .names
                .insert(known.unwrap_or_default(), Name::Import(path));
        }
        UseTree::Rename(rename) => {
            path.push(rename.ident.to_string());
            module
                .names
                .insert(rename.rename.to_string(), Name::Import(path));
        }
        UseTree::Glob(_) => module.globs.push(path),
        UseTree::Group(group) => {
            for tree in &group.items {
                imports(tree, path.clone(), module);
            }
        }
    }
}

/// `#[cfg(test)]` and what asks for it among others.
fn is_test(attribute: &Attribute) -> bool {
    let syn::Meta::List(list) = &attribute.meta else {
        return attribute.path().is_ident("test");
    };
    let asks = |name: &str| {
        list.tokens
            .to_string()
            .split([' ', '(', ','])
            .any(|word| word == name)
    };
    list.path.is_ident("cfg") && (asks("test") || asks("doctest")) && !asks("not")
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
