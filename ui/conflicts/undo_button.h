#pragma once

#include "ui/bridge/bridge.h"
#include "ui/widgets/controls.h"

#include <vector>

namespace syncline::ui {

/// Takes resolutions of this session back, the latest first: the candidates are an open conflict again, and nothing is
/// written. On the GUI thread.
class UndoButton final : public Button {
    Q_OBJECT
public:
    UndoButton(const Theme& theme, Bridge& bridge, QWidget* parent = nullptr);

    /// A resolution of this session, which a click takes back from now on. `of` is "title of Noor Haddad".
    void add(core::Seq resolution, const QString& of);
    /// Any resolution, also of another session.
    void undo(core::Seq resolution, const QString& of);

    /// Why nothing can be taken back; empty: it can.
    void setReadOnly(const QString& why);

signals:
    /// It is open again, under this number.
    void opened(core::Seq conflict);
    /// Nothing has changed; words for the person.
    void refused(const QString& why);

private:
    struct Resolution {
        core::Seq seq;
        QString of;
    };
    void showWhether();
    void answered(const Resolution& resolution, const base::Result<core::Seq>& reply);

    Bridge& m_bridge;
    std::vector<Resolution> m_resolutions;  ///< the latest last
    QString m_whyReadOnly;                  ///< empty: this window writes
};

}  // namespace syncline::ui
