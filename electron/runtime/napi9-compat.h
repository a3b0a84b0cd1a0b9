// Lets better-sqlite3, written for Node-API 10, run on Node-API 9 (Electron 33). The one thing version 9 lacks is a
// reference to a value that is not an object; these specializations hold the value in element 0 of a boxed array.
#pragma once
#include <napi.h>

#include <utility>

namespace Napi {

template <typename T>
class BoxedReference {
 public:
  BoxedReference() = default;
  BoxedReference(BoxedReference&&) = default;
  BoxedReference& operator=(BoxedReference&&) = default;

  T Value() const {
    if (box_.IsEmpty()) return T();
    Napi::Env env = box_.Env();
    EscapableHandleScope scope(env);
    Napi::Value held = box_.Value().Get(static_cast<uint32_t>(0));
    return T(env, scope.Escape(held));
  }

  bool IsEmpty() const { return box_.IsEmpty(); }
  Napi::Env Env() const { return box_.Env(); }
  void Reset() { box_.Reset(); }

  void Reset(const T& value, uint32_t /* refcount */ = 1) {
    Napi::Env env = value.Env();
    HandleScope scope(env);
    Array box = Array::New(env, 1);
    box.Set(static_cast<uint32_t>(0), value);
    box_ = Napi::Persistent(box.As<Object>());
  }

 private:
  ObjectReference box_;
};

template <>
class Reference<String> : public BoxedReference<String> {
 public:
  static Reference New(const String& value, uint32_t refcount = 1) {
    Reference reference;
    reference.Reset(value, refcount);
    return reference;
  }
};

template <>
class Reference<Value> : public BoxedReference<Value> {
 public:
  static Reference New(const Napi::Value& value, uint32_t refcount = 1) {
    Reference reference;
    reference.Reset(value, refcount);
    return reference;
  }
};

}  // namespace Napi
