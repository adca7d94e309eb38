//! Every operation of the API, read from its own description.

use reqwest::Method;
use serde_json::Value;

/// One operation as described.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The operation id, `verb_noun`.
    pub id: String,
    pub method: Method,
    /// With parameters in braces.
    pub path: String,
    pub summary: String,
    /// The names of its query parameters.
    pub query: Vec<String>,
    /// The media types of its body; empty when it takes none.
    pub body_types: Vec<String>,
    /// An example of its JSON body.
    pub example: Option<Value>,
}

/// All operations, in the order of the description.
#[must_use]
pub fn all() -> Vec<Operation> {
    let description = serde_json::to_value(boyoro::http::openapi::description()).expect("the description is JSON");
    let paths = description["paths"].as_object().expect("paths");
    let mut operations = Vec::new();
    for (path, item) in paths {
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            let Some(operation) = item.get(method.as_str().to_lowercase()) else { continue };
            operations.push(read(&description, path, method, operation));
        }
    }
    operations
}

fn read(description: &Value, path: &str, method: Method, operation: &Value) -> Operation {
    let content = operation["requestBody"]["content"].as_object().cloned().unwrap_or_default();
    let text = |name: &str| operation[name].as_str().unwrap_or_default().trim().to_owned();
    Operation {
        id: text("operationId"),
        method,
        path: path.to_owned(),
        summary: if operation["summary"].is_null() { text("description") } else { text("summary") },
        example: content.get("application/json").and_then(|media| example(description, media)),
        query: query(&operation["parameters"]),
        body_types: content.keys().cloned().collect(),
    }
}

fn query(parameters: &Value) -> Vec<String> {
    let parameters = parameters.as_array().cloned().unwrap_or_default();
    let query = parameters.iter().filter(|parameter| parameter["in"] == "query");
    query.filter_map(|parameter| parameter["name"].as_str().map(str::to_owned)).collect()
}

/// The example of a media type: its own, its schema's, or one put together from the members' examples.
fn example(description: &Value, media: &Value) -> Option<Value> {
    let schema = resolve(description, &media["schema"]);
    let whole =
        [&media["example"], &schema["example"], &schema["examples"][0]].into_iter().find(|e| !e.is_null()).cloned();
    whole.or_else(|| {
        let members = schema["properties"].as_object()?.iter();
        let given: serde_json::Map<String, Value> = members
            .filter(|(_, member)| !member["example"].is_null())
            .map(|(name, member)| (name.clone(), member["example"].clone()))
            .collect();
        (!given.is_empty()).then_some(Value::Object(given))
    })
}

fn resolve<'a>(description: &'a Value, schema: &'a Value) -> &'a Value {
    let named = schema["$ref"].as_str().and_then(|name| name.strip_prefix('#'));
    named.and_then(|pointer| description.pointer(pointer)).unwrap_or(schema)
}
