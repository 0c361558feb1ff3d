//! How one field of a form travels, where that is not the usual way: a row of a table. It holds no
//! value.

use crate::Style;

/// One field of a form that does not travel in the usual way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FormField {
    pub(crate) name: &'static str,
    pub(crate) style: Option<Style>,
    pub(crate) media_type: Option<&'static str>,
}

impl FormField {
    /// The field of this name.
    pub const fn new(name: &'static str) -> Self {
        Self { name, style: None, media_type: None }
    }

    /// The same, with arrays and objects spelt like this.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.style = Some(style);
        self
    }

    /// The same, in this media type.
    #[must_use]
    pub const fn media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = Some(media_type);
        self
    }

    /// Whether the whole value is one JSON text.
    pub(crate) fn is_json(&self) -> bool {
        self.style == Some(Style::Json) || self.media_type.is_some_and(crate::media::is_json)
    }
}
