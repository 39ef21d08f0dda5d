//! Values of one build become values of another: what the program knows beyond
//! its schema, and what errors say.

mod conversions {
    mod aliases;
    mod convert;
    mod defaults;
    mod errors;
    mod fields;
    mod kept;
    mod keys;
    mod numbers;
    mod others;
    mod parsed;
    mod spelled;
    mod spellings;
    mod stated;
    mod subsections;
    mod zeros;
}
