//! Python pickles, as far as data sets use them: dictionaries of numbers, texts, lists and NumPy arrays.
//!
//! Nothing is executed: what a pickle calls is only looked at. Long bytes stay in the file. Opcodes are those of protocols 0
//! to 5, <https://github.com/python/cpython/blob/main/Lib/pickletools.py>.

use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom};

use super::SharedSource;
use super::pieces::Cursor;
use crate::error::{Error, Result};

/// Values that a pickle may make, at most: those of a data set's labels are some ten thousand.
const MAX_VALUES: usize = 1 << 23;
/// Texts that are longer stay in the file.
const MAX_TEXT: u64 = 1 << 10;

/// A value of a pickle. Others are held by their place in the list of all.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    None,
    Int(i64),
    Float(f64),
    /// A text, or bytes that are short.
    Text(String),
    /// Where bytes lie in the file.
    Bytes {
        start: u64,
        len: u64,
    },
    /// A list, tuple or set.
    List(Vec<usize>),
    /// Keys and values in turn.
    Dict(Vec<usize>),
    /// A class or function by its name.
    Global(String),
    /// What a call would make, with the state that it would be given.
    Object {
        callable: usize,
        arguments: usize,
        state: Option<usize>,
    },
    Mark,
}

/// A pickle that was read.
pub(super) struct Pickle {
    values: Vec<Value>,
    root: usize,
}

impl Pickle {
    /// # Errors
    /// [`Error::InvalidData`] where the file is no pickle, or one of something else than data.
    pub(super) fn read(file: &SharedSource) -> Result<Self> {
        let mut machine = Machine {
            cursor: Cursor::new(file.clone()),
            values: Vec::new(),
            stack: Vec::new(),
            memo: HashMap::new(),
            len: file.len(),
        };
        let root = machine.run().map_err(|problem| {
            Error::data(file.name(), format!("as a Python pickle, {problem}"), "Download it again")
        })?;
        Ok(Self { values: machine.values, root })
    }

    pub(super) fn get(&self, index: usize) -> &Value {
        &self.values[index]
    }

    /// The value under a key of the outermost dictionary.
    pub(super) fn entry(&self, key: &str) -> Option<&Value> {
        let Value::Dict(entries) = self.get(self.root) else { return None };
        let pairs = entries.chunks_exact(2);
        pairs.rev().find(|pair| *self.get(pair[0]) == Value::Text(key.into())).map(|pair| self.get(pair[1]))
    }

    /// The numbers of a list.
    pub(super) fn numbers(&self, value: &Value) -> Option<Vec<i64>> {
        let Value::List(items) = value else { return None };
        let number = |&item: &usize| match self.get(item) {
            Value::Int(number) => Some(*number),
            _ => None,
        };
        items.iter().map(number).collect()
    }

    /// The texts of a list.
    pub(super) fn texts(&self, value: &Value) -> Option<Vec<String>> {
        let Value::List(items) = value else { return None };
        let text = |&item: &usize| match self.get(item) {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        };
        items.iter().map(text).collect()
    }

    /// The shape of a NumPy array of bytes, and where they lie in the file.
    pub(super) fn byte_array(&self, value: &Value) -> Option<(Vec<i64>, u64, u64)> {
        let Value::Object { callable, arguments, state } = value else { return None };
        let Value::Global(name) = self.get(*callable) else { return None };
        // The state of `_reconstruct`: version, shape, type, whether columns come first, bytes; or the arguments of the
        // newer `_frombuffer`: bytes, type, shape, order.
        let (shape, kind, bytes, is_by_rows) = if name.ends_with("_reconstruct") {
            let Value::List(state) = self.get((*state)?) else { return None };
            let [_, shape, kind, by_columns, bytes] = state[..] else { return None };
            (shape, kind, bytes, *self.get(by_columns) == Value::Int(0))
        } else if name.ends_with("_frombuffer") {
            let Value::List(arguments) = self.get(*arguments) else { return None };
            let [bytes, kind, shape, order] = arguments[..] else { return None };
            (shape, kind, bytes, *self.get(order) == Value::Text("C".into()))
        } else {
            return None;
        };
        let Value::Object { arguments, .. } = self.get(kind) else { return None };
        let Value::List(arguments) = self.get(*arguments) else { return None };
        let is_bytes = *self.get(*arguments.first()?) == Value::Text("u1".into());
        match self.get(bytes) {
            Value::Bytes { start, len } if is_bytes && is_by_rows => {
                Some((self.numbers(self.get(shape))?, *start, *len))
            }
            _ => None,
        }
    }
}

type Step<T> = std::result::Result<T, String>;

struct Machine {
    cursor: Cursor,
    values: Vec<Value>,
    stack: Vec<usize>,
    memo: HashMap<u64, usize>,
    len: u64,
}

impl Machine {
    fn run(&mut self) -> Step<usize> {
        loop {
            match self.byte()? {
                b'.' => return self.pop(),
                opcode => self.step(opcode)?,
            }
        }
    }

    fn step(&mut self, opcode: u8) -> Step<()> {
        match opcode {
            0x80 => self.byte().map(|_| ()),
            // A frame only says how much follows.
            0x95 => self.number(8).map(|_| ()),
            b'(' => self.push(Value::Mark),
            b'0' => self.pop().map(|_| ()),
            b'1' => self.items().map(|_| ()),
            b'2' => self.top().map(|top| self.stack.push(top)),
            b'N' => self.push(Value::None),
            0x88 => self.push(Value::Int(1)),
            0x89 => self.push(Value::Int(0)),
            b'K' => self.byte().and_then(|number| self.push(Value::Int(number.into()))),
            b'M' => self.number(2).and_then(|number| self.push(Value::Int(number))),
            b'J' => self.number(4).and_then(|number| self.push(Value::Int((number as u32 as i32).into()))),
            b'I' | b'L' => self.decimal(),
            0x8a => self.long(),
            b'F' => {
                let text = self.line()?;
                let number = text.parse().map_err(|_| format!("{text} is no number"))?;
                self.push(Value::Float(number))
            }
            b'G' => {
                let number = f64::from_bits((self.number(8)? as u64).swap_bytes());
                self.push(Value::Float(number))
            }
            b'S' => {
                let text = self.line()?;
                self.push(Value::Text(text.trim_matches(['\'', '"']).into()))
            }
            b'V' => self.line().and_then(|text| self.push(Value::Text(text))),
            b'U' | b'C' | 0x8c => self.text(1),
            b'T' | b'B' | b'X' => self.text(4),
            0x8d | 0x8e | 0x96 => self.text(8),
            b']' | b')' | 0x8f => self.push(Value::List(Vec::new())),
            b'}' => self.push(Value::Dict(Vec::new())),
            b'l' | b't' | 0x91 => self.items().and_then(|items| self.push(Value::List(items))),
            b'd' => self.items().and_then(|items| self.push(Value::Dict(items))),
            0x85..=0x87 => self.tuple(usize::from(opcode - 0x84)),
            b'a' => self.pop().and_then(|item| self.extend(vec![item])),
            b'e' | b'u' | 0x90 => self.items().and_then(|items| self.extend(items)),
            b's' => {
                let (value, key) = (self.pop()?, self.pop()?);
                self.extend(vec![key, value])
            }
            b'c' => {
                let (module, name) = (self.line()?, self.line()?);
                self.push(Value::Global(format!("{module}.{name}")))
            }
            0x93 => {
                let (name, module) = (self.pop()?, self.pop()?);
                match (&self.values[module], &self.values[name]) {
                    (Value::Text(module), Value::Text(name)) => {
                        let name = format!("{module}.{name}");
                        self.push(Value::Global(name))
                    }
                    _ => Err("a name is no text".into()),
                }
            }
            b'R' | 0x81 => {
                let (arguments, callable) = (self.pop()?, self.pop()?);
                let value = self.text_of_call(callable, arguments);
                self.push(value.unwrap_or(Value::Object { callable, arguments, state: None }))
            }
            b'b' => {
                let (given, object) = (self.pop()?, self.top()?);
                if let Value::Object { state, .. } = &mut self.values[object] {
                    *state = Some(given);
                }
                Ok(())
            }
            b'p' => self.line().and_then(|text| self.remember(text.parse().map_err(|_| "a bad key")?)),
            b'q' => self.byte().and_then(|key| self.remember(key.into())),
            b'r' => self.number(4).and_then(|key| self.remember(key as u64)),
            0x94 => self.remember(self.memo.len() as u64),
            b'g' => self.line().and_then(|text| self.recall(text.parse().map_err(|_| "a bad key")?)),
            b'h' => self.byte().and_then(|key| self.recall(key.into())),
            b'j' => self.number(4).and_then(|key| self.recall(key as u64)),
            other => Err(format!("it has something that no data set has (opcode {other:#04x})")),
        }
    }

    /// Bytes as Python 3 writes them for Python 2: a call that encodes a text.
    fn text_of_call(&self, callable: usize, arguments: usize) -> Option<Value> {
        let Value::Global(name) = &self.values[callable] else { return None };
        let Value::List(arguments) = &self.values[arguments] else { return None };
        match &self.values[*arguments.first()?] {
            text @ Value::Text(_) if name == "_codecs.encode" => Some(text.clone()),
            _ => None,
        }
    }

    fn push(&mut self, value: Value) -> Step<()> {
        if self.values.len() >= MAX_VALUES {
            return Err("it has too many values".into());
        }
        self.stack.push(self.values.len());
        self.values.push(value);
        Ok(())
    }

    fn pop(&mut self) -> Step<usize> {
        self.stack.pop().ok_or_else(|| "it takes what was never given".into())
    }

    fn top(&self) -> Step<usize> {
        self.stack.last().copied().ok_or_else(|| "it takes what was never given".into())
    }

    /// Everything since the last mark, which is taken away.
    fn items(&mut self) -> Step<Vec<usize>> {
        let mark = self.stack.iter().rposition(|&value| self.values[value] == Value::Mark);
        let mark = mark.ok_or("it takes what was never given")?;
        let items = self.stack.split_off(mark + 1);
        self.stack.pop();
        Ok(items)
    }

    fn tuple(&mut self, len: usize) -> Step<()> {
        let start = self.stack.len().checked_sub(len).ok_or("it takes what was never given")?;
        let items = self.stack.split_off(start);
        self.push(Value::List(items))
    }

    fn extend(&mut self, items: Vec<usize>) -> Step<()> {
        let top = self.top()?;
        match &mut self.values[top] {
            Value::List(list) | Value::Dict(list) => list.extend(items),
            // An object of some class: what it is given is not looked at.
            _ => {}
        }
        Ok(())
    }

    fn remember(&mut self, key: u64) -> Step<()> {
        let top = self.top()?;
        self.memo.insert(key, top);
        Ok(())
    }

    fn recall(&mut self, key: u64) -> Step<()> {
        let value = *self.memo.get(&key).ok_or("it takes what was never given")?;
        self.stack.push(value);
        Ok(())
    }

    fn byte(&mut self) -> Step<u8> {
        self.number(1).map(|number| number as u8)
    }

    /// Of up to eight bytes, the low one first.
    fn number(&mut self, len: usize) -> Step<i64> {
        let mut bytes = [0; 8];
        self.cursor.read_exact(&mut bytes[..len]).map_err(|_| "it ends too early")?;
        Ok(i64::from_le_bytes(bytes))
    }

    fn line(&mut self) -> Step<String> {
        let mut bytes = Vec::new();
        loop {
            match self.byte()? {
                b'\n' => return Ok(String::from_utf8_lossy(&bytes).into_owned()),
                byte if (bytes.len() as u64) < MAX_TEXT => bytes.push(byte),
                _ => return Err("a line is too long".into()),
            }
        }
    }

    fn decimal(&mut self) -> Step<()> {
        let text = self.line()?;
        let number = text.trim_end_matches('L').parse().map_err(|_| format!("{text} is no number"))?;
        self.push(Value::Int(number))
    }

    fn long(&mut self) -> Step<()> {
        let len = usize::from(self.byte()?);
        if len > 8 {
            return Err("a number is too long".into());
        }
        let number = self.number(len)?;
        let shift = 64 - 8 * len as u32;
        let number = if len == 0 { 0 } else { number << shift >> shift };
        self.push(Value::Int(number))
    }

    /// Bytes or a text, after a length of so many bytes.
    fn text(&mut self, len: usize) -> Step<()> {
        let len = self.number(len)? as u64;
        let start = self.cursor.position();
        let end = start.checked_add(len).filter(|&end| end <= self.len).ok_or("it ends too early")?;
        if len > MAX_TEXT {
            self.cursor.seek(SeekFrom::Start(end)).map_err(|error| error.to_string())?;
            return self.push(Value::Bytes { start, len });
        }
        let mut bytes = vec![0; len as usize];
        self.cursor.read_exact(&mut bytes).map_err(|_| "it ends too early")?;
        match String::from_utf8(bytes) {
            Ok(text) => self.push(Value::Text(text)),
            Err(_) => self.push(Value::Bytes { start, len }),
        }
    }
}
