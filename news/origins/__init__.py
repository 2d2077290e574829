"""Attribution: whom an article credits, who speaks, whose reporting it rests on."""
